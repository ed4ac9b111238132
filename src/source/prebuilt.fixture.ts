/** What `vercel build` leaves of a small app: files that browsers load with their source map, and one function. */
export const OUTPUT: Readonly<Record<string, string>> = {
  '.vercel/output/config.json': JSON.stringify({ version: 3, routes: [{ handle: 'filesystem' }] }),
  '.vercel/output/builds.json': JSON.stringify({ target: 'production', builds: [{ use: '@vercel/next' }] }),
  '.vercel/output/static/index.html': '<h1>built here</h1><script src="app.js"></script>',
  '.vercel/output/static/app.js': 'function f(){}\n//# sourceMappingURL=app.js.map\n',
  '.vercel/output/static/app.js.map': JSON.stringify({
    ...{ version: 3, sources: ['app.ts'], sourcesContent: ['function f() {}'], names: [], mappings: 'AAAA' },
  }),
  '.vercel/output/functions/api.func/.vc-config.json': JSON.stringify({
    ...{ runtime: 'nodejs22.x', handler: 'index.js', launcherType: 'Nodejs' },
    filePathMap: {
      'index.js': '.vercel/output/functions/api.func/index.js',
      'node_modules/left/index.js': 'node_modules/left/index.js',
      'etc/passwd': '../../etc/passwd',
    },
  }),
  '.vercel/output/functions/api.func/index.js': 'module.exports = (_, answer) => answer.end("hello");\n',
};

/** Of the commit. */
export const COMMITTED: Readonly<Record<string, string>> = {
  '.gitignore': '.vercel\nnode_modules\n',
  'package.json': '{"name":"shop"}\n',
  'app/page.js': 'export default () => "hello";\n',
};
