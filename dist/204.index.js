export const id = 204;
export const ids = [204];
export const modules = {

/***/ 57204:
/***/ ((module) => {

module.exports = eval("require")("./src/cli/migrate.js");


/***/ })

};
