"""What others may know of identity: the permissions they ask for, and the roles that have them."""

from antiphon.identity.permissions import GRANTS, Permission, Role

__all__ = ["GRANTS", "Permission", "Role"]
