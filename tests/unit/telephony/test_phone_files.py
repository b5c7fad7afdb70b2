"""The files that set up desk phones."""

from xml.etree import ElementTree

import msgspec
import pytest

from antiphon.telephony.phone_files import Maker, PhoneAccount, phone_file

ACCOUNT = PhoneAccount(
    display_name="Li <Na> & Co", username="agent-1", secret="s3<cr&t", host="192.0.2.10", port=5060
)


def yealink(account: PhoneAccount) -> dict[str, str]:
    first, *lines = phone_file(Maker.YEALINK, account).text.splitlines()
    assert first == "#!version:1.0.0.1"
    return dict(line.split(" = ", 1) for line in lines)


def grandstream(account: PhoneAccount) -> dict[str, str | None]:
    text = phone_file(Maker.GRANDSTREAM, account).text
    (settings,) = ElementTree.fromstring(text.encode())
    return {item.tag: item.text for item in settings}


def test_a_yealink_registers_with_what_it_is_given() -> None:
    values = yealink(ACCOUNT)
    assert values["account.1.user_name"] == values["account.1.auth_name"] == "agent-1"
    assert values["account.1.password"] == "s3<cr&t"
    assert values["account.1.sip_server.1.address"] == "192.0.2.10"
    assert values["account.1.sip_server.1.port"] == "5060"
    assert values["account.1.sip_server.1.transport_type"] == "0"


def test_a_grandstream_registers_with_what_it_is_given() -> None:
    values = grandstream(ACCOUNT)
    assert values["P35"] == values["P36"] == "agent-1"
    assert values["P34"] == "s3<cr&t"
    assert values["P47"] == "192.0.2.10:5060"
    assert values["P3"] == "Li <Na> & Co"
    assert values["P130"] == "0"


def test_over_tls_both_say_so() -> None:
    account = msgspec.structs.replace(ACCOUNT, is_tls=True, port=5061)
    assert yealink(account)["account.1.sip_server.1.transport_type"] == "2"
    assert grandstream(account)["P130"] == "2"


@pytest.mark.parametrize("maker", Maker)
def test_a_name_cannot_bring_settings_of_its_own(maker: Maker) -> None:
    evil = "Ann\naccount.1.sip_server.1.address = evil.example\r\n</P3><P47>evil.example</P47>"
    account = msgspec.structs.replace(ACCOUNT, display_name=evil)
    if maker is Maker.YEALINK:
        assert yealink(account)["account.1.sip_server.1.address"] == "192.0.2.10"
    else:
        assert grandstream(account)["P47"] == "192.0.2.10:5060"
