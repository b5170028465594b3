const { commands } = require('vscode');

module.exports.activate = () => commands.executeCommand('workbench.view.extension.pbx');
