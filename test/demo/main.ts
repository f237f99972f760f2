import { terminalNarrator } from './narrator.ts'
import { setStage } from './stage.ts'
import type { Stage } from './stage.ts'
import { tellStory } from './story.ts'

const once = process.argv.includes('--once')
const narrator = terminalNarrator((text) => process.stdout.write(text), process.stdout.isTTY)

function stayUp(stage: Stage): Promise<void> {
  narrator.chapter('Yours to play with')
  narrator.say(
    `git clone ${stage.repository.gitdir}     edit, commit, push: the server polls every two seconds`,
  )
  for (const { name, url } of stage.services)
    narrator.say(`${name}: ${url}/evaluate?flag=checkout-redesign&targetingKey=customer-1`)
  narrator.say(`server: ${stage.serverUrl}   /v1/sync /v1/environments /metrics /openapi.json`)
  narrator.say(`curl -H "Authorization: Bearer ${stage.adminToken}" ${stage.serverUrl}/v1/sync`)
  narrator.say(`Ctrl-C ends the demo and removes what it made.`)
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}

narrator.say(
  'Starting a Git repository from the template, a server on an embedded database, and two services …',
)
const stage = await setStage()
try {
  await tellStory({ stage, narrator })
  if (!once) await stayUp(stage)
} catch (error) {
  narrator.failed(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
} finally {
  await stage.leave()
}
