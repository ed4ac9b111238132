var B=Object.defineProperty;var n=(O,$)=>B(O,"name",{value:$,configurable:!0});const W=1738,q=[1738],K={57237:((O,$,f)=>{f.d($,{Ac:n(()=>P,"Ac"),EI:n(()=>s,"EI"),F9:n(()=>w,"F9"),PS:n(()=>b,"PS"),W5:n(()=>o,"W5"),eP:n(()=>D,"eP"),fd:n(()=>y,"fd"),o6:n(()=>j,"o6"),rq:n(()=>h,"rq"),tP:n(()=>m,"tP"),uW:n(()=>p,"uW"),wQ:n(()=>d,"wQ")});var M=f(84222),t=f(29232),g=f(10550);function p(e,a){return`### ${e}

${a.trimEnd()}
`}n(p,"section");const b=n(e=>p("deploy",e?`Staged as ${(0,t.nf)(e.id,e.url)}; no domain was moved.`:"Dry run: nothing was uploaded."),"deployMarkdown"),j=n(e=>(0,t.OF)(e.join(`
`),"text").join(`
`),"buildLogMarkdown");function h(e,a,r,i){const l=i?(0,g.Zg)(i):"",c=a.length>0?["| migration | time | lock retries |","| --- | --- | --- |",...a.map(_=>`| ${(0,t.aY)(_.file)} | ${Math.round(_.milliseconds)} ms | ${_.retries} |`)].join(`
`):e==="planned"?`Dry run: ${(0,M.U9)(r,"migration")} would be applied.`:e==="already"?"Already applied by this release.":l?"No expand migration was pending; the waiting contract files are listed below.":"No migration was pending.";return p("migrate",`${c}
${l?`
${l}`:""}`)}n(h,"migrateMarkdown");function D(e,a,r){const i={already:"No contract migration waits.",waiting:"",planned:"Dry run: nothing was applied.",done:`Applied ${a.map(c=>(0,t.aY)(c.file)).join(", ")}. The rollback window has ended.`},l=r.map(c=>`- ${(0,g.Sh)(c)}`).join(`
`);return p("contract",`${i[e]}
${l?`
Still waiting:

${l}`:""}`)}n(D,"contractMarkdown");function d(e,a,r){const i=(0,t.aY)(a),l={noop:`${i} already served.`,planned:`Dry run: ${i} would be promoted.`,done:`${i} serves now, confirmed by ${(0,t.Qq)(r.join(", ")||"the record")}.`};return p("promote",l[e])}n(d,"promoteMarkdown");function o(e){const{id:a,commit:r,environment:i,state:l,head:c}=e,_=`Release ${(0,t.aY)(a)} of ${(0,t.aY)(r.slice(0,12))} ${l==="planned"?"would be closed":"is closed"} as released on ${(0,t.Qq)(i)}.`,E=c?`

Record head: ${(0,t.aY)(c)} (\`record verify --head\` compares with it)`:"";return p("finalize",`${_}${E}`)}n(o,"finalizeMarkdown");function m(e){return[`### \u26A0\uFE0F ${(0,t.Qq)(e.title)}`,"",(0,t.Qq)(e.what),"",`> ${(0,t.Qq)(e.reason)}`,"",`A second person with write access must confirm that it was justified, with a comment that has \`/confirm ${e.releaseId}\` as a separate paragraph. Until then \`shiplock status\` and every plan say so.`,"",`<sub>plan \`${e.planHash.slice(0,12)}\`</sub>`].join(`
`)}n(m,"exceptionMarkdown");function s(e,a){return["",`**${(0,t.Qq)(e)}, split:**`,...a.flatMap(r=>["",(0,t.aY)(r.file),"",...(0,t.OF)(r.sql.trimEnd(),"sql")]),""].join(`
`)}n(s,"splitMarkdown");function w(e){return["#### Files that must not be uploaded","",...(0,t.OF)(e.join(`
`),"text")].join(`
`)}n(w,"refusedFilesMarkdown");const P=n((e,a,r)=>`### Approvals for ${(0,t.aY)(e)}${a?` of ${(0,t.Qq)(a)}`:""}

${r}
`,"approvalsMarkdown"),y=n((e,a)=>p("Sentry",`Dry run: ${a.join(", ")} for ${(0,t.aY)(e)}.`),"sentryDryRunMarkdown")}),50630:((O,$,f)=>{f.d($,{N:n(()=>D,"N"),e:n(()=>p,"e")});var M=f(84127),t=f(6696),g=f(27214);async function p(d,o,m){const{to:s,from:w,seen:P,canary:y=!1,newDecision:e=!1,before:a,drill:r}=m,{context:i,state:l}=d,{hosting:c,say:_}=i,E=o==="promote"?M.pt:M.dU,A=r?D(o,s):s;let I=!1,v=o==="rollback"&&!r?l.timesRolledBack:0;const R=r?"watch":o,T=l.calls.filter(u=>u.phase===R&&u.name===E.name(c)),U=n(u=>T.some(k=>k.key===h(A,v)&&k.state===u),"isThere");for(;!y&&U("done");v+=1)I=!0;const Y=n((u,k)=>(0,t.V2)(r?r.moved(u):(0,g.yz)(u,{kind:o,to:s,earlier:k})),"taken");if(I&&!e&&!U("begun"))throw Y(await c.live(),"done");const x=y||e?void 0:b(T,h(A,v));return d.seam(R).write(E.with(c,{key:h(A,v),request:{to:s,from:w??null,after:P.job?.requestedAt??null},input:{to:s,from:w,canary:y,aborts:l.deployed?.deploymentId,deadlineMs:i.environment.promoteDeadlineMs,before:n(async()=>{const u=x&&await c.live();if(u&&j(u,s,x))throw Y(u,"sent");await a?.()},"before"),say:_,warn:i.warn}}))}n(p,"moveTraffic");function b(d,o){let m;for(const s of d.filter(w=>w.key===o))s.state==="begun"?m=s:s.state!=="ambiguous"&&(m=void 0);return m}n(b,"openIntent");function j({deploymentId:d,job:o},m,{request:s}){const w=s?.after;return w===void 0||!o||o.to===m||o.to!==d?!1:o.requestedAt!==w}n(j,"isTakenBack");const h=n((d,o)=>o===0?d:`${d}#${o}`,"keyOf"),D=n((d,o)=>`drill:${d}:${o}`,"drillKey")})};export{W as id,q as ids,K as modules};
