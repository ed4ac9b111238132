/** Everything the page looks like; colours are named once, for light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --ink: #16202c; --soft: #5b6876; --line: #dfe4ea; --code: #eef1f5;
  --good: #12805c; --good-soft: #e3f4ed; --bad: #c3372d; --bad-soft: #fbe6e4; --warn: #a76b00;
  --build: #3d7bd9; --decide: #8a5cd1; --data: #0f8a94; --gate: #c08413; --move: #16966a; --rest: #8794a3;
  --before: #b4c3d6; --after: #3d7bd9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f141a; --card: #171e26; --ink: #e6ebf1; --soft: #94a2b1; --line: #2a333e; --code: #212a34;
    --good: #4cc38a; --good-soft: #14322a; --bad: #ff7b70; --bad-soft: #3b1d1c; --warn: #e0a63b;
    --build: #5e9bf5; --decide: #a884ec; --data: #3bb4bd; --gate: #dba73a; --move: #3fbf8b; --rest: #6a7786;
    --before: #52657c; --after: #5e9bf5;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main, header.top { max-width: 1080px; margin: 0 auto; padding: 0 24px; }
header.top { padding-top: 40px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -.02em; }
h2 { font-size: 20px; margin: 44px 0 12px; letter-spacing: -.01em; }
h3 { font-size: 15px; margin: 22px 0 8px; }
p { margin: 6px 0; }
a { color: var(--build); }
.soft, small { color: var(--soft); }
code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .87em; }
code { background: var(--code); padding: 1px 5px; border-radius: 4px; overflow-wrap: anywhere; }
pre { background: var(--code); padding: 12px 14px; border-radius: 8px; overflow: auto; line-height: 1.45; margin: 8px 0; max-height: 420px; }
pre code { background: none; padding: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px; margin: 12px 0; }
.verdict { display: flex; gap: 14px; align-items: center; border-radius: 12px; padding: 16px 20px; margin: 22px 0 10px; background: var(--good-soft); color: var(--good); font-size: 18px; font-weight: 600; }
.verdict.bad { background: var(--bad-soft); color: var(--bad); }
.verdict .sign { font-size: 26px; line-height: 1; }
.verdict small { display: block; font-weight: 400; font-size: 14px; color: var(--ink); opacity: .75; }
nav { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 14px; padding: 6px 0 0; }
nav a { text-decoration: none; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th { text-align: left; color: var(--soft); font-weight: 500; font-size: 13px; }
th, td { padding: 7px 12px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
td.num, th.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.nowrap { white-space: nowrap; }
.pill { display: inline-block; border-radius: 99px; padding: 1px 9px; font-size: 12.5px; font-weight: 500; background: var(--code); white-space: nowrap; }
.pill.good { background: var(--good-soft); color: var(--good); } .pill.bad { background: var(--bad-soft); color: var(--bad); }
ul.claims { list-style: none; padding: 0; margin: 0; }
ul.claims li { padding: 3px 0 3px 26px; position: relative; }
ul.claims li::before { content: '✓'; position: absolute; left: 4px; color: var(--good); font-weight: 700; }
ul.claims li.broken::before { content: '✗'; color: var(--bad); }
details { margin: 8px 0; } details.log { margin: 0; } details.log > summary { color: var(--ink); list-style: none; } details.log > summary::after { content: ' log ▾'; color: var(--soft); font-size: 12px; white-space: nowrap; } summary { cursor: pointer; color: var(--soft); }
details[open] > summary { margin-bottom: 8px; }
.lanes { position: relative; margin-top: 8px; }
.lane { display: grid; grid-template-columns: 128px 1fr; align-items: center; }
.lane .name { font-size: 13px; color: var(--soft); white-space: nowrap; } .lane .name b { color: var(--ink); font-weight: 600; }
.lane.first { margin-top: 10px; }
.track { position: relative; height: 24px; background: linear-gradient(var(--line), var(--line)) 0 50%/100% 1px no-repeat; }
.bar { position: absolute; top: 3px; height: 18px; border-radius: 3px; min-width: 3px; color: #fff; font-size: 11px; line-height: 18px; padding: 0 5px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; box-shadow: 0 0 0 1px var(--card); }
.bar.thin { padding: 0; }
@media (prefers-color-scheme: dark) { .bar { color: #0d1218; font-weight: 600; } }
.ticks { position: relative; height: 20px; margin-left: 128px; font-size: 11.5px; color: var(--soft); font-variant-numeric: tabular-nums; }
.ticks span { position: absolute; transform: translateX(-50%); } .ticks span:first-child { transform: none; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 13px; color: var(--soft); margin-top: 10px; }
.legend i { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 6px; vertical-align: -1px; }
.build { background: var(--build); } .decide { background: var(--decide); } .data { background: var(--data); } .gate { background: var(--gate); }
.move { background: var(--move); } .rest { background: var(--rest); } .fell { background: var(--bad); } .before { background: var(--before); } .after { background: var(--after); }
svg.chart { width: 100%; height: auto; display: block; margin-top: 6px; }
svg.chart text { fill: var(--soft); font: 11.5px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
svg.chart .axis { stroke: var(--line); } svg.chart .mark { stroke: var(--ink); stroke-dasharray: 3 3; } svg.chart .mark-text { fill: var(--ink); font-weight: 600; }
svg.chart .s-before { fill: var(--before); } svg.chart .s-after { fill: var(--after); } svg.chart .s-failed { fill: var(--bad); }
svg.chart .latency { fill: none; stroke: var(--soft); stroke-width: 1.4; }
.comment { background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; margin: 10px 0; }
.comment > .by:last-child { border-bottom: 0; }
.comment > .by { background: var(--code); padding: 7px 16px; font-size: 13.5px; border-bottom: 1px solid var(--line); }
.comment > .body { padding: 6px 18px 12px; overflow-x: auto; font-size: 14.5px; }
.comment h3 { font-size: 17px; margin: 12px 0 8px; }
.comment table { width: auto; min-width: 60%; margin-bottom: 10px; }
.comment table code { overflow-wrap: normal; white-space: nowrap; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(400px, 1fr)); gap: 0 24px; }
@media (max-width: 860px) { .two { grid-template-columns: 1fr; } .lane { grid-template-columns: 84px 1fr; } .ticks { margin-left: 84px; } }
.slack { border-left: 3px solid var(--line); padding: 2px 0 2px 14px; margin: 14px 0; }
.slack .head { font-weight: 600; } .slack .lines { white-space: pre-line; font-size: 14px; margin: 4px 0; }
.slack .reply { margin: 6px 0 0 18px; padding-left: 12px; border-left: 2px solid var(--line); font-size: 14px; }
.ok { color: var(--good); } .no { color: var(--bad); }
footer { max-width: 1080px; margin: 40px auto; padding: 0 24px; color: var(--soft); font-size: 13px; }
`;
