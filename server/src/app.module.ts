import type { DynamicModule } from '@nestjs/common'
import { AccessModule } from './access/access.module.ts'
import type { ServerSurroundings } from './config/config.module.ts'
import { ConfigModule } from './config/config.module.ts'
import type { Control } from './control/control.ts'
import { DatabaseModule } from './database/database.module.ts'
import { EvaluationModule } from './evaluation/evaluation.module.ts'
import { ExplanationModule } from './explanation/explanation.module.ts'
import { FleetModule } from './fleet/fleet.module.ts'
import { HealthModule } from './health/health.module.ts'
import { HttpModule } from './http/http.module.ts'
import { PreparationModule } from './preparation/preparation.module.ts'
import { PublicationModule } from './publication/publication.module.ts'
import { ReconciliationModule } from './reconciliation/reconciliation.module.ts'
import { SnapshotsModule } from './snapshots/snapshots.module.ts'
import { StreamingModule } from './streaming/streaming.module.ts'
import { TelemetryModule } from './telemetry/telemetry.module.ts'

/** The whole server. A module that others take something from is @Global, so that none imports another. */
export class AppModule {
  static with(surroundings: ServerSurroundings, control: Control): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(surroundings),
        TelemetryModule,
        DatabaseModule,
        AccessModule,
        PreparationModule,
        SnapshotsModule,
        PublicationModule,
        FleetModule,
        StreamingModule,
        EvaluationModule,
        ExplanationModule,
        ReconciliationModule.with(control),
        HealthModule,
        HttpModule,
      ],
    }
  }
}
