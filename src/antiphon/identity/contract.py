"""What others may know of identity: permissions and roles, and a session's phone secret."""

from antiphon.identity.permissions import GRANTS, Permission, Role
from antiphon.identity.tokens import phone_secret

__all__ = ["GRANTS", "Permission", "Role", "phone_secret"]
