"""What a rule may look at, with an example of each; the editor shows this list."""

from antiphon.kernel.expressions import Kind, Scope, Variable

_ALL: tuple[tuple[str, Kind, str], ...] = (
    ("interaction.dialled", Kind.STRING, "interaction.dialled == '4001'"),
    ("interaction.entry_point", Kind.STRING, "interaction.entry_point == 'Hotline'"),
    ("interaction.channel", Kind.STRING, "interaction.channel == 'voice'"),
    ("interaction.caller_number", Kind.STRING, "interaction.caller_number.startsWith('+86')"),
    ("interaction.country", Kind.STRING, "interaction.country in ['CN', 'HK']"),
    ("interaction.area_code", Kind.STRING, "interaction.area_code == '10'"),
    ("interaction.is_anonymous", Kind.BOOL, "interaction.is_anonymous"),
    ("interaction.language", Kind.STRING, "interaction.language == 'yue'"),
    ("interaction.recent_calls", Kind.INT, "interaction.recent_calls >= 3"),
    ("customer.is_known", Kind.BOOL, "!customer.is_known"),
    ("customer.name", Kind.STRING, "customer.name != ''"),
    ("customer.vip_level", Kind.INT, "customer.vip_level >= 5"),
    ("customer.segment", Kind.STRING, "customer.segment == 'gold'"),
    ("customer.language", Kind.STRING, "customer.language == 'en'"),
    ("queue.waiting", Kind.INTS, "queue.waiting['Sales'] > 20"),
    ("queue.longest_wait_s", Kind.INTS, "queue.longest_wait_s['Sales'] > 300"),
    ("queue.free_agents", Kind.INTS, "queue.free_agents['Sales'] == 0"),
    ("hours.open", Kind.FLAGS, "!hours.open['Office']"),
    ("time.now", Kind.TIMESTAMP, "time.now < timestamp('2030-01-01T00:00:00Z')"),
    ("time.hour", Kind.INT, "time.hour >= 18"),
    ("time.weekday", Kind.INT, "time.weekday >= 6"),
)

SCOPE = Scope(tuple(Variable(name=n, kind=k, example=e) for n, k, e in _ALL))
