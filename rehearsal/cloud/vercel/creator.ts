/** The one person of the local cloud. */
export const CREATOR = { uid: 'usr_local', username: 'local', email: 'local@example.com' };
