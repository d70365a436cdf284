"""An SFTP server that takes the user, password and keys that its one argument, JSON, names."""

import asyncio
import json
import sys

import asyncssh

given = json.loads(sys.argv[1])


class Server(asyncssh.SSHServer):
    def begin_auth(self, username):
        return True

    def password_auth_supported(self):
        return given["password"] is not None and not given["interactive"]

    def validate_password(self, username, password):
        return username == given["user"] and password == given["password"]

    def kbdint_auth_supported(self):
        return given["interactive"]

    def get_kbdint_challenge(self, username, lang, submethods):
        return "", "", "", [("Code: ", False)]

    def validate_kbdint_response(self, username, responses):
        return username == given["user"] and list(responses) == [given["password"]]


async def main():
    await asyncssh.listen(
        "127.0.0.1",
        given["port"],
        server_factory=Server,
        server_host_keys=[given["hostKey"]],
        authorized_client_keys=given["authorizedKeys"],
        sftp_factory=True,
    )
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
