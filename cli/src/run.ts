import type { ExitCode } from './errors.ts'
import type { Host } from './host.ts'
import { createProgram } from './program.ts'
import { describeFailure } from './report/failure.ts'
import { styleFor } from './report/style.ts'

/** Runs one command line, without the names of Node and the script. The only place where errors become exit codes. */
export async function run(argv: readonly string[], host: Host): Promise<ExitCode> {
  let code: ExitCode = 0
  try {
    await createProgram({ host, finish: (finished) => (code = finished) }).parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    const failure = describeFailure(error, styleFor(host.stderr, host.env))
    host.stderr.write(failure.text)
    return failure.code
  }
}
