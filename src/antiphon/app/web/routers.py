"""Every router of the API, in the order of its pages."""

from fastapi import APIRouter

from antiphon.identity.api import router as session

ROUTERS: tuple[APIRouter, ...] = (session,)
