// VS Code as a web server on this machine: a profile that nobody has used, with our extension installed.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

// What would come between a story and what it looks at, or ask for something in the network, is turned off.
const quiet = {
    'workbench.startupEditor': 'none',
    'workbench.enableExperiments': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.colorTheme': 'Default Light Modern',
    'telemetry.telemetryLevel': 'off',
    'extensions.autoCheckUpdates': false,
    'extensions.autoUpdate': false,
    'extensions.ignoreRecommendations': true,
    'update.mode': 'none',
    'chat.disableAIFeatures': true,
    'window.restoreWindows': 'none',
    'editor.accessibilitySupport': 'off',
    'editor.minimap.enabled': false,
    'editor.cursorBlinking': 'solid',
    'files.autoSave': 'off',
};

export class CodeServer {
    #program;
    #process;

    /** `program` is code-server's entry point, `folder` where all that it writes goes. */
    constructor(program, folder) {
        this.#program = program;
        this.data = path.join(folder, 'data');
        this.extensions = path.join(folder, 'extensions');
        this.environment = {
            ...process.env,
            HOME: path.join(folder, 'home'),
            XDG_CONFIG_HOME: path.join(folder, 'home', '.config'),
            XDG_DATA_HOME: path.join(folder, 'home', '.local', 'share'),
            XDG_CACHE_HOME: path.join(folder, 'home', '.cache'),
            TMPDIR: path.join(folder, 'tmp'),
        };
        const { HOME, TMPDIR } = this.environment;
        for (const made of [path.join(this.data, 'User'), this.extensions, HOME, TMPDIR]) {
            fs.mkdirSync(made, { recursive: true });
        }
        // VS Code asks the user's shell for the environment of its extensions.
        this.environment.SHELL = '/bin/bash';
        fs.writeFileSync(path.join(HOME, '.profile'), `PATH='${process.env.PATH}'\n`);
        this.settings({});
    }

    /** What the user has set, besides what these tests need. */
    settings(values) {
        fs.writeFileSync(path.join(this.data, 'User', 'settings.json'), JSON.stringify({ ...quiet, ...values }, null, 4));
    }

    install(vsix) {
        const { status, stdout, stderr } = spawnSync(process.execPath, [...this.#arguments(), '--install-extension', vsix], {
            env: this.environment,
            encoding: 'utf8',
        });
        if (status !== 0 || !/successfully installed/.test(stdout)) {
            throw new Error(`${vsix} cannot be installed: ${stdout}${stderr}`);
        }
    }

    /** The address of the workbench, as soon as it can be opened. */
    async start() {
        this.#process = spawn(
            process.execPath,
            [
                ...this.#arguments(),
                ...['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-workspace-trust'],
                ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
            ],
            { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] },
        );
        const running = this.#process;
        this.address = await new Promise((resolve, reject) => {
            let said = '';
            const listen = (chunk) => {
                said += chunk;
                const found = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(said);
                if (found) resolve(found[1]);
            };
            running.stdout.on('data', listen);
            running.stderr.on('data', listen);
            running.on('exit', (code) => reject(new Error(`code-server ended with ${code}: ${said}`)));
        });
    }

    async stop() {
        const running = this.#process;
        if (!running || running.exitCode !== null || running.signalCode !== null) return;
        const ended = new Promise((resolve) => running.on('exit', resolve));
        running.kill('SIGTERM');
        const late = setTimeout(() => running.kill('SIGKILL'), 5000);
        await ended;
        clearTimeout(late);
    }

    /** Lines of all logs of a kind, such as `remoteexthost.log`, that were written since VS Code was started. */
    log(name) {
        const logs = path.join(this.data, 'logs');
        return fs
            .readdirSync(logs, { recursive: true })
            .filter((file) => path.basename(file) === name)
            .flatMap((file) => fs.readFileSync(path.join(logs, file), 'utf8').split('\n'));
    }

    #arguments() {
        return [this.#program, '--user-data-dir', this.data, '--extensions-dir', this.extensions];
    }
}
