"""One durable deal command on Discord, as discord.py's documentation has it.

It runs on Debian's python3-discord and python3-aiosqlite.
"""
import asyncio
import json
import os
import secrets
import signal
import time
import uuid
from pathlib import Path

import aiohttp
import aiosqlite
import discord
import yarl
from discord import app_commands

API = os.environ["DISCORD_API_URL"] + "/api/v10"
WEEK = 7 * 24 * 3600 * 1000
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
EVERYWHERE = {"integration_types": [0, 1], "contexts": [0, 1, 2]}

discord.http.Route.BASE = API


class Ledger:
    """aiosqlite has one connection and one thread; a lock keeps its transactions apart."""

    db = None

    async def open(self, path):
        self.db = await aiosqlite.connect(path, isolation_level=None)
        self.lock = asyncio.Lock()
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            await self.db.execute(f"PRAGMA {pragma}")
        await self.db.executescript(Path(__file__).with_name("ledger.sql").read_text())

    async def create(self, a, b, network, mine, theirs, kind, minor, unit):
        now, deal = int(time.time() * 1000), str(uuid.uuid4())
        handle = "".join(secrets.choice(LETTERS) for _ in range(8))
        payload = json.dumps({"handle": handle, "network": network, "mine": mine, "theirs": theirs,
                              "type": kind, "minor": minor, "unit": unit})
        async with self.lock:
            run = self.db.execute
            await run("BEGIN IMMEDIATE")
            try:
                await run("INSERT INTO deals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                          (deal, handle, network, kind, minor, unit, now + WEEK, "pending_confirmation", now))
                await self.db.executemany("INSERT INTO parties VALUES (?, ?, ?, ?)",
                                          [(deal, "a", a, mine), (deal, "b", b, theirs)])
                await run("INSERT INTO audit (at, deal, actor, kind, payload) VALUES (?, ?, ?, ?, ?)",
                          (now, deal, a, "created", payload))
                await run("INSERT INTO outbox (account, once, body, state, created_at) VALUES (?, ?, ?, ?, ?)",
                          (b, "created:" + deal, f"{mine} proposes a deal: #{handle}", "waiting", now))
                await run("COMMIT")
            except BaseException:
                await run("ROLLBACK")
                raise
        return handle


class Bot(discord.Client):
    def __init__(self):
        super().__init__(intents=discord.Intents.none())
        self.tree = app_commands.CommandTree(self)
        self.ledger = Ledger()

    async def setup_hook(self):
        await self.ledger.open(os.environ["DATABASE_PATH"])
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: asyncio.ensure_future(self.close()))
        # This version does not know contexts yet, so they are added to what it sends.
        commands = [c.to_dict() | EVERYWHERE for c in self.tree.get_commands()]
        await self.http.bulk_upsert_global_commands(self.application_id, commands)


bot = Bot()


@bot.tree.command(description="pong")
async def ping(interaction: discord.Interaction):
    await interaction.response.send_message("pong")


@bot.tree.command(description="propose a deal")
@app_commands.rename(kind="type")
async def deal(interaction: discord.Interaction, counterparty: discord.User, network: str, mine: str, theirs: str,
               kind: str, amount: str):
    number, unit = amount.split()
    minor = round(float(number) * 100)
    handle = await bot.ledger.create(str(interaction.user.id), str(counterparty.id), network, mine, theirs, kind, minor, unit)
    await interaction.response.send_message(
        f"Deal #{handle} is proposed: {kind} on {network}, {minor / 100:.2f} {unit}, due in a week.")


async def main():
    async with aiohttp.ClientSession() as http:
        headers = {"Authorization": "Bot " + os.environ["DISCORD_TOKEN"]}
        async with http.get(API + "/gateway/bot", headers=headers) as door:
            discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL((await door.json())["url"])
    try:
        async with bot:
            await bot.start(os.environ["DISCORD_TOKEN"])
    finally:
        if bot.ledger.db:
            await bot.ledger.db.close()


asyncio.run(main())
