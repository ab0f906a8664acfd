// Stands for the module that VS Code writes its logs with, which would have to be compiled. Without one, VS Code has
// neither log files nor anything in its Output panel.
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
    constructor(_kind, _name, file) {
        this.file = file;
        this.level = 0;
        this.plain = false;
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.closeSync(fs.openSync(file, 'a'));
    }
    write(level, message) {
        if (level < this.level) return;
        const at = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().replace('T', ' ').slice(0, -1);
        fs.appendFileSync(this.file, this.plain ? message : `${at} [${levels[level]}] ${message}\n`);
    }
    trace(message) { this.write(0, message); }
    debug(message) { this.write(1, message); }
    info(message) { this.write(2, message); }
    warn(message) { this.write(3, message); }
    error(message) { this.write(4, message); }
    critical(message) { this.write(5, message); }
    getLevel() { return this.level; }
    setLevel(level) { this.level = level; }
    setPattern() {}
    clearFormatters() { this.plain = true; }
    flush() {}
    drop() {}
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
exports.createAsyncRotatingLogger = exports.createRotatingLogger;
