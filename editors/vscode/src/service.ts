// The server's life: started, asked, started again when it fails, stopped.

import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Doorkeeper } from './client';
import { makeClient } from './client';
import { log } from './log';
import { SECTION } from './names';
import { findServer } from './server';
import * as talk from './talk';
import { fits } from './version';

export type Health = 'starting' | 'running' | 'down';

/** So often it is started again by itself, if it fails within so many milliseconds. */
const ATTEMPTS = 4;
const SPAN = 3 * 60_000;

export class Service implements vscode.Disposable {
  health: Health = 'starting';
  private client: LanguageClient | undefined;
  private failures: number[] = [];
  private readonly changed = new vscode.EventEmitter<void>();
  /** What is asked for is done one after the other: nothing is stopped while it starts. */
  private last: Promise<void> = Promise.resolve();

  /** The server has come up or gone down. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly extension: vscode.Extension<unknown>,
    private readonly door: Doorkeeper,
  ) {}

  start(): Promise<void> {
    return this.then(() => this.launch());
  }

  restart(): Promise<void> {
    return this.then(async () => {
      await this.halt();
      await this.launch();
    });
  }

  stop(): Promise<void> {
    return this.then(() => this.halt());
  }

  /** Asks for something by one of the server's commands. `undefined` if it is not there or does not know it. */
  async ask<Answer>(command: string, argument: unknown): Promise<Answer | undefined> {
    if (this.client === undefined || this.health !== 'running' || !this.knows(command)) {
      return undefined;
    }
    return await this.client.sendRequest<Answer>('workspace/executeCommand', {
      command,
      arguments: [argument],
    });
  }

  /** Whether the server has this command. */
  knows(command: string): boolean {
    return (
      this.client?.initializeResult?.capabilities.executeCommandProvider?.commands.includes(command) ?? false
    );
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
  }

  private then(next: () => Promise<void>): Promise<void> {
    this.last = this.last.then(next, next);
    return this.last;
  }

  private is(health: Health): void {
    this.health = health;
    this.changed.fire();
  }

  private async launch(): Promise<void> {
    const found = findServer({
      setting: vscode.workspace.getConfiguration(SECTION).get('server.path', ''),
      extension: this.extension.extensionPath,
      path: process.env['PATH'] ?? '',
      platform: process.platform,
    });
    if (!('file' in found)) {
      this.is('down');
      log.error('There is no program edition-ls.', found);
      return talk.noServer(found);
    }
    log.info(`Starting ${found.file}`);
    this.is('starting');
    const { version, contributes } = this.extension.packageJSON as Manifest;
    const declared = contributes.configuration.flatMap((part) => Object.keys(part.properties));
    const client = makeClient(found.file, this.door, declared, () => this.failed(client));
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      log.error('It does not start.', error as Error);
      this.client = undefined;
      this.is('down');
      return talk.cannotStart(found);
    }
    this.is('running');
    const server = client.initializeResult?.serverInfo?.version;
    if (server !== undefined && !fits(server, version)) {
      talk.otherVersion(found, server, version);
    }
  }

  private async halt(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      log.warn('It did not end as it should.', error as Error);
    }
  }

  /** The program has ended by itself. */
  private failed(client: LanguageClient): void {
    if (this.client !== client || this.health !== 'running') {
      return;
    }
    const now = Date.now();
    this.failures = [...this.failures.filter((time) => now - time < SPAN), now];
    this.is('down');
    if (this.failures.length > ATTEMPTS) {
      this.failures = [];
      talk.keepsFailing();
    } else {
      log.warn('The server has ended by itself, and is started again.');
      void this.restart();
    }
  }
}

interface Manifest {
  version: string;
  contributes: { configuration: { properties: Record<string, unknown> }[] };
}
