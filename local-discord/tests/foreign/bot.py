"""A discord.py bot that does what tests/foreign/main.rs asks for. COMPRESS is zlib-stream or zstd-stream."""

import os
import sys

if os.environ["COMPRESS"] == "zlib-stream":
    # discord.py asks for zstd wherever it finds a decoder.
    sys.modules["zstandard"] = None

import discord
import yarl
from discord import app_commands

discord.http.Route.BASE = os.environ["DISCORD_URL"] + "/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY"])


class Again(discord.ui.View):
    @discord.ui.button(label="Again", custom_id="again")
    async def again(self, interaction: discord.Interaction, _button: discord.ui.Button):
        await interaction.response.edit_message(content=f"pressed by {interaction.user.name}", view=None)


class Bot(discord.Client):
    def __init__(self):
        intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
        super().__init__(intents=intents)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self):
        await self.tree.sync()

    async def on_message(self, message: discord.Message):
        if message.content == "!ping":
            await message.reply("pong")


bot = Bot()


@bot.tree.command(description="Says it again")
@app_commands.describe(text="What to say")
async def echo(interaction: discord.Interaction, text: str):
    await interaction.response.send_message(text, view=Again())


@echo.autocomplete("text")
async def complete(_interaction: discord.Interaction, typed: str):
    return [app_commands.Choice(name=f"{typed}!", value=f"{typed}!")]


@bot.tree.command(description="Takes its time")
async def slow(interaction: discord.Interaction):
    await interaction.response.defer()
    await interaction.edit_original_response(content="done")
    await interaction.followup.send("and more")


# The name of what the URL asks for is known only to a private part of the library.
print("compression:", discord.utils._ActiveDecompressionContext.COMPRESSION_TYPE, flush=True)
bot.run(os.environ["DISCORD_TOKEN"])
