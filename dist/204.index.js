const id=204,ids=[204],modules={57204:(module=>{module.exports=eval("require")("./src/cli/migrate.js")})};export{id,ids,modules};
