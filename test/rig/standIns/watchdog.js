// Stands in for VS Code's native-watchdog, a native module that ends an extension host whose parent hangs or is gone.
// The extension host looks for its parent every second by itself; this only keeps a missing module out of its log.

module.exports.start = () => undefined;
module.exports.exit = (code) => process.exit(code);
