"""A JupyterHub for one test: no proxy, no servers, one user, one service that makes tokens."""

import os

from jupyterhub.proxy import Proxy


class NoProxy(Proxy):
    """The test talks to the Hub itself."""

    should_start = False

    async def add_route(self, routespec, target, data):
        pass

    async def delete_route(self, routespec):
        pass

    async def get_all_routes(self):
        return {}


c = get_config()  # noqa: F821
c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.hub_bind_url = os.environ["HUB_TEST_URL"]
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allowed_users = {"hana"}
c.JupyterHub.db_url = "sqlite:///hub.sqlite"
c.JupyterHub.cookie_secret_file = "cookie"
c.JupyterHub.load_groups = {"dp-analysts": ["hana"], "clinic": ["hana"]}
c.JupyterHub.services = [
    {"name": "vitrail"},
    {"name": "tester", "api_token": os.environ["HUB_TEST_TOKEN"]},
]
c.JupyterHub.load_roles = [
    {"name": "user", "scopes": ["self", "access:services!service=vitrail", "read:users:groups!user"]},
    {
        "name": "tester",
        "services": ["tester"],
        "scopes": ["admin:users", "tokens", "access:services", "access:servers"],
    },
]
