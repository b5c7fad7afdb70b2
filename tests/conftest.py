"""What holds for all tiers: no property fails because the machine is busy."""

from hypothesis import settings

settings.register_profile("patient", settings(deadline=None))
settings.load_profile("patient")
