import { expect } from 'vitest';
import { scenario } from './scenario.ts';

scenario('code is run and answered in one request, with its variables', async ({ runlet }) => {
  const code = 'import math\nroot = math.sqrt(16)\nprint("root", root)\n';
  const answer = await runlet.executePython({
    body: { task: { type: 'execute', code, return_variables: ['root'] }, assigned_by: 'a caller' },
  });
  expect(answer).toMatchObject({
    success: true,
    stdout: 'root 4.0\n',
    stderr: '',
    variables: { root: 4 },
    exit_code: 0,
    exception_info: null,
  });
  expect(answer.memory_used).toMatch(/^\d+\.\dMB$/);
  expect(await runlet.getRun({ params: { run: answer.run_id } })).toMatchObject({
    status: 'SUCCEEDED',
    security: { level: 'moderate', enforcedBy: 'scan' },
  });
});

scenario('an exception, an exit code and a time limit are told apart', async ({ runlet }) => {
  const execute = (code: string, timeout = 20) => runlet.executePython({ body: { task: { code, timeout } } });
  expect(await execute('raise KeyError("k")')).toMatchObject({
    success: false,
    exit_code: 1,
    exception_info: { type: 'KeyError', message: "'k'", line: 1 },
  });
  expect(await execute('raise SystemExit(3)')).toMatchObject({ success: false, exit_code: 3, exception_info: null });
  expect(await execute('import time\ntime.sleep(30)', 0.5)).toMatchObject({ success: false, exception_info: { type: 'timeout' } });
});

scenario('what the level forbids is found before anything runs, and the refusal is recorded', async ({ runlet }) => {
  const answer = await runlet.executePython({ body: { task: { code: 'import subprocess\nprint("ran")', security_level: 'strict' } } });
  expect(answer).toMatchObject({ success: false, stdout: '', exception_info: { type: 'policy-violation' } });
  expect(await runlet.getRun({ params: { run: answer.run_id } })).toMatchObject({
    status: 'FAILED',
    reason: 'policy-violation',
    startedAt: null,
  });
});

scenario('only the imports that were allowed are taken', async ({ runlet }) => {
  const execute = (allowed: string[]) =>
    runlet.executePython({ body: { task: { code: 'import json\nprint(json.dumps(1))', allowed_imports: allowed } } });
  expect(await execute(['json'])).toMatchObject({ success: true });
  expect(await execute(['math'])).toMatchObject({ success: false, exception_info: { type: 'policy-violation' } });
});

scenario('a saved script runs by its name, and one of its files by its path', async ({ runlet, name }) => {
  const script = `filed-${name}`;
  const files = { 'main.py': 'import sys\nprint("main", sys.argv[1:])\n', 'tools/other.py': 'print("other")\n' };
  await runlet.createScript({ body: { name: script, files } });
  const execute = (path: string) => runlet.executePythonFile({ body: { task: { file_path: path, arguments: ['a', 'b'] } } });
  expect(await execute(script)).toMatchObject({ success: true, stdout: "main ['a', 'b']\n" });
  expect(await execute(`${script}/tools/other.py`)).toMatchObject({ success: true, stdout: 'other\n' });
  await expect(execute(`${script}/missing.py`)).rejects.toMatchObject({ status: expect.any(Number) });
});

scenario('a script begins in the folder that was asked for, which cannot be outside its workspace', async ({ runlet }) => {
  const execute = (folder: string) =>
    runlet.executePython({ body: { task: { code: 'import os\nprint(os.path.basename(os.getcwd()))', working_directory: folder } } });
  expect(await execute('data/in')).toMatchObject({ success: true, stdout: 'in\n' });
  await expect(execute('../up')).rejects.toMatchObject({ code: 'bad-request' });
});

scenario('code is validated without running it', async ({ runlet }) => {
  const validate = (code: string) => runlet.validatePython({ body: { task: { code, security_level: 'strict' } } });
  expect(await validate('import math\nprint(math.pi)\n')).toMatchObject({ is_valid: true, imports: ['math'], syntax_errors: [] });
  expect(await validate('x = = 1\n')).toMatchObject({ is_valid: false, syntax_errors: [{ file: 'script.py', line: 1 }] });
  expect(await validate('import no_such_module_of_ours\n')).toMatchObject({
    is_valid: false,
    import_issues: [{ module: 'no_such_module_of_ours', line: 1 }],
  });
  const [warning] = (await validate('eval("1")\n')).security_warnings;
  expect(warning).toMatchObject({ line: 1, rule: expect.any(String), why: expect.any(String), fix: expect.any(String) });
});

scenario('past runs of the same code give an estimate', async ({ runlet, name }) => {
  const code = `print("estimated on ${name}")`;
  expect((await runlet.validatePython({ body: { task: { code } } })).estimate).toBeNull();
  await runlet.executePython({ body: { task: { code } } });
  expect((await runlet.validatePython({ body: { task: { code } } })).estimate).toMatchObject({ runs: 1, seconds: expect.any(Number) });
});
