import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryDirectory } from '@evenkeel/test/support'
import { describe, expect, it } from 'vitest'
import { claimDataDirectory } from './claim-data-directory.ts'

describe('claimDataDirectory', () => {
  it('makes the directory', async () => {
    await using directory = await temporaryDirectory()
    const dataDir = join(directory.path, 'a/b')

    const release = await claimDataDirectory(dataDir)

    await expect(access(dataDir)).resolves.toBeUndefined()
    await release()
  })

  it('refuses a second server in the same directory', async () => {
    await using directory = await temporaryDirectory()
    const release = await claimDataDirectory(directory.path)

    await expect(claimDataDirectory(directory.path)).rejects.toMatchObject({
      code: 'data-directory-in-use',
      hint: expect.stringContaining('--data-dir') as string,
    })
    await release()
  })

  it('lets the next one in after release', async () => {
    await using directory = await temporaryDirectory()
    const release = await claimDataDirectory(directory.path)
    await release()

    const again = await claimDataDirectory(directory.path)

    await again()
  })

  it('lets the next one in after a server that was killed', async () => {
    await using directory = await temporaryDirectory()
    const path = join(directory.path, 'in-use.sock')
    const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log('held'))`
    const killed = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(killed.stdout, 'data')
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    await expect(access(path)).resolves.toBeUndefined()

    const release = await claimDataDirectory(directory.path)

    await release()
  })

  it('says when the directory cannot be made', async () => {
    await using directory = await temporaryDirectory()
    const file = join(directory.path, 'file')
    await writeFile(file, '')

    await expect(claimDataDirectory(join(file, 'data'))).rejects.toMatchObject({
      code: 'data-directory-unusable',
      message: expect.stringContaining('ENOTDIR') as string,
    })
  })
})
