const { action } = await import('./index.js');
await action("rollback");
