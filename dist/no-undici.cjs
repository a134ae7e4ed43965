"use strict";
class ProxyAgent {
}
function fetch() {
    throw new Error('undici is not part of this bundle');
}
module.exports = { ProxyAgent, fetch };
