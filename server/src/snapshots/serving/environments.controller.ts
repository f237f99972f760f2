import type { Clock } from '@evenkeel/core/clock'
import { readFrameHeader } from '@evenkeel/core/snapshot'
import { Controller, Get, Header, Inject, Param } from '@nestjs/common'
import { Asker, Does } from '../../access/action-guard.ts'
import type { Principal } from '../../access/token-authenticator.ts'
import { CLOCK } from '../../clock.ts'
import { mayRead, requireFrame, requireServed } from '../require-served.ts'
import type { ServedSnapshot } from '../served-snapshot.ts'
import type { SigningKey } from '../signing/signing-key.ts'
import { SIGNING_KEY } from '../signing/signing-key.ts'
import type { ServedSnapshots } from '../snapshot-service.ts'
import { SnapshotService } from '../snapshot-service.ts'
import type { EnvironmentView } from './environment-view.ts'
import { viewEnvironment } from './environment-view.ts'

interface PublicKey {
  /** What SDKs are given as one of their `publicKeys`. */
  readonly publicKey: string
}

@Controller('v1/environments')
export class EnvironmentsController {
  private readonly served: ServedSnapshots
  private readonly signingKey: SigningKey
  private readonly clock: Clock

  constructor(
    @Inject(SnapshotService) served: ServedSnapshots,
    @Inject(SIGNING_KEY) signingKey: SigningKey,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.served = served
    this.signingKey = signingKey
    this.clock = clock
  }

  /** Those that the token may see. */
  @Get()
  @Does('environment.list')
  @Header('cache-control', 'no-store')
  list(@Asker() asker: Principal): PublicKey & { readonly environments: readonly EnvironmentView[] } {
    const visible = this.served.list().filter(({ stored }) => mayRead(asker, stored.environment))
    return { publicKey: this.signingKey.publicKey, environments: visible.map((served) => this.view(served)) }
  }

  @Get(':environment')
  @Does('environment.read')
  @Header('cache-control', 'no-store')
  get(@Param('environment') environment: string, @Asker() asker: Principal): PublicKey & EnvironmentView {
    const served = requireServed(this.served, environment, asker)
    return { ...this.view(served), publicKey: this.signingKey.publicKey }
  }

  private view(served: ServedSnapshot): EnvironmentView {
    const frame = requireFrame(this.served, served.stored.environment)
    return viewEnvironment(served, readFrameHeader(frame), this.clock.now())
  }
}
