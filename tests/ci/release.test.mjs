// The scripts of the release, in a copy of what they read.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { copy, fresh, program, run, SERVER, version, write } from './support.mjs';

const CHAPTERS = `# Changelog

## [${version}] - 2026-01-31

### Added

- The first.

### Fixed

- The second.

## [0.0.1] - 2025-01-01

- Old.
`;

function source(changelog = CHAPTERS) {
  const folder = fresh('source');
  copy(folder, '.github', 'Cargo.toml', 'README.md', 'LICENSE-APACHE', 'LICENSE-MIT');
  write(folder, 'CHANGELOG.md', changelog);
  return folder;
}

const script = (folder, name, args, options) =>
  run('bash', [path.join(folder, '.github/release', name), ...args], options);

test("release: the notes are the version's chapter of the change log", () => {
  const { code, stdout } = script(source(), 'notes.sh', [`v${version}`]);
  assert.equal(code, 0);
  assert.equal(stdout, '### Added\n\n- The first.\n\n### Fixed\n\n- The second.\n');
});

test('release: nothing is released where tag, version and change log disagree', () => {
  for (const [changelog, tag, message] of [
    [CHAPTERS, 'v0.0.1', /Cargo\.toml has the version/],
    [CHAPTERS, version, /the tag should be v/],
    [CHAPTERS.replace('2026-01-31', 'Unreleased'), `v${version}`, /has no date/],
    [CHAPTERS.replace(version, '7.7.7'), `v${version}`, /has no chapter/],
    [`## [${version}] - 2026-01-31\n\n## [0.0.1] - 2025-01-01\n`, `v${version}`, /says nothing/],
  ]) {
    const { code, stdout, stderr } = script(source(changelog), 'notes.sh', [tag]);
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, message);
  }
});

test('release: an archive holds the program, the licences and what is worth reading', () => {
  const folder = source();
  for (const [target, unpack, ending] of [
    ['x86_64-unknown-linux-gnu', ['tar', '-xzf'], ''],
    ['aarch64-pc-windows-msvc', ['unzip', '-q'], '.exe'],
  ]) {
    const packed = script(folder, 'pack.sh', [target, path.relative(process.cwd(), SERVER)]);
    assert.equal(packed.code, 0, packed.all);
    const name = `edition-ls-${version}-${target}`;
    const archive = path.join(folder, 'dist', `${name}.${ending === '' ? 'tar.gz' : 'zip'}`);
    const work = fresh('unpacked');
    const { code, all } = run(unpack[0], [...unpack.slice(1), archive], { cwd: work });
    assert.equal(code, 0, all);
    assert.deepEqual(readdirSync(path.join(work, name)).sort(), [
      'CHANGELOG.md',
      'LICENSE-APACHE',
      'LICENSE-MIT',
      'README.md',
      `edition-ls${ending}`,
    ]);
    const { stdout } = run(path.join(work, name, `edition-ls${ending}`), ['--version']);
    assert.equal(stdout, `edition-ls ${version}\n`);
  }
});

test('release: each program is built as its system needs it, tried, and packed', () => {
  for (const [target, command] of [
    ['x86_64-unknown-linux-gnu', /^zigbuild .*--target x86_64-unknown-linux-gnu\.2\.17 flags= strip=symbols$/m],
    ['aarch64-apple-darwin', /^build .*--target aarch64-apple-darwin flags= strip=symbols$/m],
    ['x86_64-pc-windows-msvc', /^build .*--target x86_64-pc-windows-msvc flags=.*crt-static strip=symbols$/m],
  ]) {
    const folder = source();
    copy(folder, 'tests/fixtures/letters.txt');
    const tools = fresh('tools');
    program(
      tools,
      'cargo',
      `echo "$* flags=\${RUSTFLAGS:-} strip=$CARGO_PROFILE_RELEASE_STRIP"
      while [[ $1 != --target ]]; do shift; done
      ending=; [[ $2 != *windows* ]] || ending=.exe
      mkdir -p "target/\${2%.2.17}/release"
      cp "$PROGRAM" "target/\${2%.2.17}/release/edition-ls$ending"`,
    );
    const env = { ...process.env, PATH: `${tools}:${process.env.PATH}`, PROGRAM: SERVER };
    delete env.CARGO_TARGET_DIR;
    const { code, all } = script(folder, 'build.sh', [target], { env });
    assert.equal(code, 0, all);
    assert.match(all, command);
    assert.match(all, /--locked/);
    assert.equal(readdirSync(path.join(folder, 'dist')).length, 1);

    const useless = { ...env, PROGRAM: program(fresh('tools'), 'edition-ls', 'exit 0') };
    assert.equal(script(folder, 'build.sh', [target], { env: useless }).code, 1);
  }
});

test('release: an extension for each platform, and one for all others', () => {
  const folder = source();
  write(folder, 'editors/vscode/package.json', '{}');
  const tools = fresh('tools');
  const targets = readFileSync(path.join(folder, '.github/release/extensions.sh'), 'utf8').match(/^[a-z0-9]+-\S+ \S+$/gm);
  assert.equal(targets.length, 6);
  for (const line of targets) script(folder, 'pack.sh', [line.split(' ')[1], SERVER]);
  program(
    tools,
    'npm',
    `[[ $PWD == */editors/vscode ]]
    [[ $1 != ci ]] || exit 0
    cat > /dev/null
    [[ $1 == run && $2 == package && $3 == -- ]]
    shift 3
    platform=
    while (($#)); do
      case $1 in
        --target) platform=$2- ;;
        --server) [[ -x $2 ]] ;;
        --schema-by) "$2" --version ;;
        *) exit 1 ;;
      esac
      shift 2
    done
    touch "edition-ls-\${platform}${version}.vsix"`,
  );
  const env = { ...process.env, PATH: `${tools}:${process.env.PATH}` };
  const { code, all } = script(folder, 'extensions.sh', [], { env });
  assert.equal(code, 0, all);
  const made = readdirSync(path.join(folder, 'dist')).filter((name) => name.endsWith('.vsix'));
  const platforms = targets.map((line) => line.split(' ')[0]);
  assert.deepEqual(
    made.sort(),
    [...platforms.map((one) => `edition-ls-${one}-${version}.vsix`), `edition-ls-${version}.vsix`].sort(),
  );
});
