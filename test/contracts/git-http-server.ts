import { spawn } from 'node:child_process'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A Git host on the loopback interface: the real protocol, spoken by `git upload-pack`. */
export interface GitHttpServer {
  readonly url: string
  /** Of each request that came: method, path, and whether it carried credentials. */
  readonly requests: { method: string; path: string; authorization: string | undefined }[]
  /** Takes over from Git when it gives true. */
  answerWith(answer: (request: IncomingMessage, response: ServerResponse) => boolean): void
  close(): Promise<void>
}

/** Serves the bare repository in `gitdir` at `url`; with a token, to those alone who send it as their password. */
export async function startGitHttpServer(gitdir: string, token?: string): Promise<GitHttpServer> {
  const requests: GitHttpServer['requests'] = []
  let answer: (request: IncomingMessage, response: ServerResponse) => boolean = () => false
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost')
    const { authorization } = request.headers
    requests.push({ method: request.method ?? '', path: pathname, authorization })
    if (answer(request, response)) return
    if (token !== undefined && passwordOf(authorization) !== token) response.writeHead(401).end()
    else if (pathname === '/shop.git/info/refs') advertise(gitdir, request, response)
    else if (pathname === '/shop.git/git-upload-pack') upload(gitdir, request, response)
    else response.writeHead(404).end()
  })
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}/shop.git`,
    requests,
    answerWith: (given) => void (answer = given),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

function passwordOf(authorization: string | undefined): string | undefined {
  const [, encoded] = authorization?.split(' ') ?? []
  return Buffer.from(encoded ?? '', 'base64')
    .toString()
    .split(':')[1]
}

function advertise(gitdir: string, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' })
  response.write('001e# service=git-upload-pack\n0000')
  uploadPack(gitdir, request, ['--advertise-refs']).stdout.pipe(response)
}

function upload(gitdir: string, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' })
  const git = uploadPack(gitdir, request, [])
  request.pipe(git.stdin)
  git.stdout.pipe(response)
}

function uploadPack(gitdir: string, request: IncomingMessage, flags: readonly string[]) {
  const protocol = request.headers['git-protocol']
  const git = spawn('git', ['upload-pack', '--stateless-rpc', ...flags, gitdir], {
    env: { ...process.env, GIT_PROTOCOL: typeof protocol === 'string' ? protocol : '' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  git.stdin.on('error', () => undefined)
  return git
}
