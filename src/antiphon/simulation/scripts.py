"""What synthetic callers and agents say to each other, by language and topic."""

import random

import msgspec


class Dialogue(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation: the agent begins, then they take turns."""

    language: str
    topic: str
    agent: tuple[str, ...]
    caller: tuple[str, ...]


DIALOGUES = (
    Dialogue(
        language="en",
        topic="1",
        agent=(
            "Harbour Tea, good day. How may I help you?",
            "With pleasure. Do you want the spring harvest or the autumn harvest?",
            "Two boxes of the spring harvest come to thirty eight pounds, delivery included.",
            "Your order is placed. It should arrive on Thursday. Goodbye, and thank you.",
        ),
        caller=(
            "Hello, I would like to order two boxes of green tea.",
            "The spring harvest, please. What does that cost?",
            "That is fine. Please send it to the address you have.",
            "Thank you very much. Goodbye.",
        ),
    ),
    Dialogue(
        language="en",
        topic="1",
        agent=(
            "Harbour Tea sales, hello. What can I do for you?",
            "For a hotel we have ten kilos of black tea at a special price.",
            "I will send you an offer by mail this afternoon.",
            "You are welcome. Have a nice day.",
        ),
        caller=(
            "Good morning. We need black tea for our hotel, about ten kilos a month.",
            "That sounds good. Could you write that down for us?",
            "Perfect. I will talk to our kitchen, then.",
            "Thanks. Bye bye.",
        ),
    ),
    Dialogue(
        language="en",
        topic="2",
        agent=(
            "Harbour Tea service, hello. How can I help?",
            "I am sorry to hear that. One moment please, I am looking for your parcel.",
            "It is with the carrier and will be with you tomorrow before noon.",
            "Thank you for your patience. Goodbye.",
        ),
        caller=(
            "Hello. My parcel was promised for Monday and it has not come.",
            "Of course, I can wait.",
            "Tomorrow is all right. I will be at home.",
            "Thank you. Goodbye.",
        ),
    ),
    Dialogue(
        language="zh-Hans",
        topic="1",
        agent=(
            "您好，港湾茶庄，请问有什么可以帮您？",
            "好的，请问您要明前茶还是雨前茶？",
            "两盒一共三百八十元，包含运费。",
            "已经为您下单，星期四送到。感谢来电，再见。",
        ),
        caller=(
            "你好，我想订两盒龙井茶。",
            "要明前茶，请问多少钱？",
            "可以，请寄到原来的地址。",
            "好的，谢谢，再见。",
        ),
    ),
    Dialogue(
        language="zh-Hans",
        topic="2",
        agent=(
            "您好，这里是港湾茶庄客服。",
            "非常抱歉，请稍等，我帮您查一下。",
            "快递明天上午就会送到。",
            "谢谢您的理解，再见。",
        ),
        caller=(
            "你好，我的茶叶说星期一到，现在还没有收到。",
            "好的，我等一下。",
            "明天上午可以，我在家。",
            "谢谢，再见。",
        ),
    ),
)
VOICEMAIL = {
    "en": "Hello, please call me back about my order. Thank you.",
    "zh-Hans": "你好，请给我回电话，谢谢。",
}
NOTES = {
    "1": ("Two boxes, spring harvest.", "Wants an offer by mail.", "Knows the prices."),
    "2": ("Parcel comes tomorrow.", "Carrier was late; apologised.", "Address checked."),
}


def a_dialogue(language: str, topic: str, chance: random.Random) -> Dialogue:
    """A conversation in this language about this topic."""
    fitting = [one for one in DIALOGUES if (one.language, one.topic) == (language, topic)]
    return chance.choice(fitting or list(DIALOGUES))
