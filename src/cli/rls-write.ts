import { settingsFor } from '../runner/environment.ts';
import { runFacts } from '../runner/github.ts';
import { defineCommand } from './command.ts';

export const rlsWrite = defineCommand({
  inputs: ['environment', 'environment-kind', 'settings', 'database-url'],
  required: ['environment', 'database-url'],
  here: true,
  async run({ inputs }) {
    const [{ connect }, { writeRls }] = await Promise.all([
      import('../database/connection.ts'),
      import('../schema/index.ts'),
    ]);
    const { workspace } = runFacts();
    const settings = await settingsFor(inputs, workspace);
    const database = await connect(inputs['database-url'], {
      applicationName: 'shiplock cli',
      readOnly: true,
    });
    try {
      await writeRls(database, { workspace, file: settings.database.rls });
      return `wrote ${settings.database.rls}: review the difference before you commit it`;
    } finally {
      await database.close();
    }
  },
});
