// Runs before every install. Lets pnpm through and tells everybody else what to type instead.
const agent = process.env.npm_config_user_agent ?? '';
if (!agent.startsWith('pnpm/')) {
  console.error(
    'Satchel installs itself: type `npm start` to open the app or `npm test` to test it. No install is needed before.',
  );
  process.exit(1);
}
