var D=Object.defineProperty;var l=(t,o)=>D(t,"name",{value:o,configurable:!0});import{createRequire as N}from"node:module";import{dirname as S}from"node:path";import{fileURLToPath as T}from"node:url";const J=N(import.meta.url),F=T(import.meta.url);var L=S(F);import{size as O}from"./chunk-ZH27XUGD.js";import{count as f,line as R,lockName as q}from"./chunk-55CSRLZW.js";import{code as $,text as d}from"./chunk-N7E5T3KU.js";import"./chunk-7NI24FQO.js";import{__name as m}from"./chunk-S24FA7TV.js";var v=8,g={refused:"\u26D4",allowed:"\u{1F513}",warning:"\u26A0\uFE0F",clear:"\u2705"};function p(t,o=6e4){if(t.pending.length===0)return`No pending migrations (${t.appliedCount} applied).
${h(t)}`;const n=t.pending.map(R),e=`${w(n)}

`,r=`${y(t)}${h(t)}`,s=k(n,Math.floor((o-e.length-r.length)*.6)),i=_(n,o-e.length-r.length-s.length-200);return`${e}${s}${i}${r}`}l(p,"planMarkdown"),m(p,"planMarkdown");function w(t){const o=t.filter(({migration:s})=>s.phase==="contract").length,n=t.filter(({state:s})=>s==="refused").length,e=[`**${f(t.length,"pending migration")}**`];o>0&&e.push(`${o} of them contract (after the soak time, closes the rollback window)`),n>0&&e.push(`**${n} refused**`),t.some(({losesData:s})=>s)&&e.push("**data is lost**");const r=t.some(({blocks:s})=>s==="reads-and-writes");return e.push(r?"reads and writes of some tables wait":t.some(({blocks:s})=>s==="writes")?"writes to some tables wait":"nothing waits"),`${e.join(", ")}.`}l(w,"sentence"),m(w,"sentence");function k(t,o){const n=`| | migration | phase | who waits | cost | look at |
| --- | --- | --- | --- | --- | --- |
`,e=t.map(b);let r=n.length;const s=e.filter(c=>(r+=c.length,r<=o)),i=e.length-s.length;return`${n}${s.join("")}${i>0?`
\u2026and ${f(i,"migration")} more: see the JSON report.
`:""}
`}l(k,"migrationTable"),m(k,"migrationTable");function b(t){const{migration:o,waiting:n,blocks:e}=t,r=n.length>3?[...n.slice(0,3),`${n.length-3} more`]:n,s=e==="nothing"?"nobody":`${e==="writes"?"writers":"readers and writers"} of ${r.map(d).join(", ")}${t.scans||t.rewrites?"":", briefly"}`,i=[t.rewrites&&"rewrites",t.scans&&!t.rewrites&&"scans",t.losesData&&"**loses data**",!o.transactional&&"no transaction"],c=[...new Set(t.hazards.map(({rule:u,allowed:B})=>`${u}${B?" (allowed)":""}`))];return`| ${[g[t.state],`${$(o.version)} ${d(o.name)}`,j(o),s,i.filter(Boolean).join(", ")||"\u2013",c.map($).join(" ")||"\u2013"].join(" | ")} |
`}l(b,"row"),m(b,"row");function j({phase:t,statements:o}){const n=o.some(e=>e.phase==="contract")?"contract":"expand";return t===n?t:`${t}, declared (found: ${n})`}l(j,"phase"),m(j,"phase");function _(t,o){let n=0,e=0;const r=[],s=["refused","allowed","warning","clear"],i=[...t].sort((a,u)=>s.indexOf(a.state)-s.indexOf(u.state));for(const a of i){const u=x(a);if(n+u.length>o){e+=1;continue}n+=u.length,r.push(u)}const c=e>0?`
Details of ${f(e,"migration")} left out: see the JSON report.
`:"";return`${r.join("")}${c}`}l(_,"detailBlocks"),m(_,"detailBlocks");function x({migration:t,state:o}){const n=`${g[o]} ${d(t.file)}: ${f(t.statements.length,"statement")}`,e=t.statements.filter(a=>a.hazards.length>0||a.blocks!=="nothing"||a.losesData),r=t.statements.length-e.length,s=e.map(a=>z(a)).join(""),i=s&&`| line | statement | locks | hazards |
| --- | --- | --- | --- |
${s}`,c=r>0?`
${f(r,"statement")} without a remark.
`:"";return`<details><summary>${n}</summary>

${i}${c}
</details>
`}l(x,"details"),m(x,"details");function z(t){const o=t.locks.map(({relation:r,level:s})=>`${d(r)} ${q(s)}`).join("<br>")||"\u2013",n=t.hazards.map(({rule:r,severity:s,message:i,instead:c,allowed:a})=>{const u=a?` *Allowed: ${d(a.reason)}*`:c&&s==="refused"?` *Instead: ${d(c)}*`:"";return`${s==="refused"&&!a?"\u26D4 ":""}${$(r)} ${d(i)}.${u}`}),e=t.phase==="contract"?" (contract)":"";return`| ${t.line} | ${$(t.summary)}${e} | ${o} | ${n.join("<br>")||"\u2013"} |
`}l(z,"statementRow"),m(z,"statementRow");function y(t){if(t.facts.length===0)return"";const o=t.facts.slice(0,v).map(e=>`${d(e.relation)} ${O(e)}`),n=t.facts.length-o.length;return`
Tables it touches: ${o.join(" \xB7 ")}${n>0?` \xB7 and ${n} smaller`:""}.
`}l(y,"facts"),m(y,"facts");function h(t){if(t.ignored.length===0)return"";const o=t.ignored.slice(0,20).map(({file:e,why:r})=>`${$(e)} (${d(r)})`),n=t.ignored.length-o.length;return`
Left alone: ${o.join(", ")}${n>0?` and ${n} more`:""}.
`}l(h,"ignored"),m(h,"ignored");export{p as planMarkdown};
