import { CheckEntity } from './checks/check.entity.js';
import { CountEntity } from './checks/count.entity.js';
import { ReleaseEntity } from './checks/release.entity.js';
import { ObservationEntity } from './observations/observation.entity.js';
import { OperatorMessageEntity } from './operator-mail/operator-message.entity.js';
import { ProbeEntity } from './probes/probe.entity.js';
import { RateEntity } from './rates/rate.entity.js';
import { CheckReportEntity } from './tls-reports/check-report.entity.js';
import { ReportAttemptEntity } from './tls-reports/report-attempt.entity.js';
import { TlsReportEntity } from './tls-reports/tls-report.entity.js';

/** Of both engines. */
export const ENTITIES = [
  CheckEntity,
  CountEntity,
  ReleaseEntity,
  ObservationEntity,
  ProbeEntity,
  OperatorMessageEntity,
  TlsReportEntity,
  CheckReportEntity,
  ReportAttemptEntity,
  RateEntity,
];
