var c=Object.defineProperty;var e=(l,r)=>c(l,"name",{value:r,configurable:!0});const _=7250,d=[7250],m={7250:((l,r,a)=>{a.d(r,{b:e(()=>t,"b"),n:e(()=>o,"n")});var i=a(24072);const s=new Set(`all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
  column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze
  from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
  localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
  returning right select session_user similar some symmetric system_user table tablesample then to trailing true union
  unique user using variadic verbose when where window with`.split(/\s+/)),t=e(n=>/^[a-z_][a-z0-9_]*$/.test(n)&&!s.has(n)?n:(0,i.A)(n),"ident"),o=e((...n)=>n.map(t).join("."),"qualifiedIdent")}),24072:((l,r,a)=>{a.d(r,{A:e(()=>i,"A"),O:e(()=>s,"O")});function i(t){return`"${t.replaceAll('"','""')}"`}e(i,"quoteName");function s(...t){return t.filter(o=>o!==void 0).map(i).join(".")}e(s,"qualifiedName")})};export{_ as id,d as ids,m as modules};
