// A discord.js bot that does what tests/foreign/main.rs asks for. COMPRESS=identify makes it ask for payload compression.
const {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  Events,
  GatewayIntentBits: intents,
} = require('discord.js');
const ws = require('@discordjs/ws');

const { DISCORD_URL, DISCORD_TOKEN, COMPRESS } = process.env;

const commands = [
  {
    name: 'echo',
    description: 'Says it again',
    options: [{ type: 3, name: 'text', description: 'What to say', required: true, autocomplete: true }],
  },
  { name: 'slow', description: 'Takes its time' },
];

// Without zlib-sync, @discordjs/ws turns transport compression into `compress` of IDENTIFY.
const buildStrategy = (manager) => {
  if (COMPRESS === 'identify') {
    manager.options.compression = ws.CompressionMethod.ZlibStream;
  }
  return new ws.SimpleShardingStrategy(manager);
};

const client = new Client({
  intents: [intents.Guilds, intents.GuildMessages, intents.MessageContent],
  shards: 'auto',
  rest: { api: `${DISCORD_URL}/api` },
  ws: { buildStrategy },
});

client.once(Events.ClientReady, async () => {
  await client.application.commands.set(commands);
  console.log(`compression: ${COMPRESS}`);
});

client.on(Events.MessageCreate, async (message) => {
  if (message.content === '!ping') {
    await message.reply('pong');
  }
});

client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused();
    await interaction.respond([{ name: `${typed}!`, value: `${typed}!` }]);
  } else if (interaction.isButton()) {
    await interaction.update({ content: `pressed by ${interaction.user.username}`, components: [] });
  } else if (interaction.commandName === 'echo') {
    const button = new ButtonBuilder().setCustomId('again').setLabel('Again').setStyle(ButtonStyle.Primary);
    const row = new ActionRowBuilder().addComponents(button);
    await interaction.reply({ content: interaction.options.getString('text'), components: [row] });
  } else if (interaction.commandName === 'slow') {
    await interaction.deferReply();
    await interaction.editReply('done');
    await interaction.followUp('and more');
  }
});

client.on(Events.Error, (error) => console.error(error));
process.on('unhandledRejection', (error) => {
  console.error(error);
  process.exit(1);
});
client.login(DISCORD_TOKEN);
