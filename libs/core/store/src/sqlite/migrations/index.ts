import { CreateChecksAndObservations1767225600000 } from './1767225600000-create-checks-and-observations.js';
import { AddClientKey1795352896776 } from './1795352896776-add-client-key.js';
import { AddRelease1795353600000 } from './1795353600000-add-release.js';
import { AddQueries1795353900000 } from './1795353900000-add-queries.js';
import { CreateProbes1795354200000 } from './1795354200000-create-probes.js';
import { CreateOperatorMail1795354500000 } from './1795354500000-create-operator-mail.js';
import { AddUnfinishedAttempts1795954500000 } from './1795954500000-add-unfinished-attempts.js';
import { AddSessionFacts1796000000000 } from './1796000000000-add-session-facts.js';
import { CreateReleases1796000300000 } from './1796000300000-create-releases.js';
import { CreateReportAttempts1796000600000 } from './1796000600000-create-report-attempts.js';
import { CountChecks1796000900000 } from './1796000900000-count-checks.js';
import { CreateCheckReports1796100000000 } from './1796100000000-create-check-reports.js';
import { AddProbeLease1796169600000 } from './1796169600000-add-probe-lease.js';
import { AddReportMatch1796300000000 } from './1796300000000-add-report-match.js';
import { IndexRefusals1796301000000 } from './1796301000000-index-refusals.js';
import { CreateRates1796302000000 } from './1796302000000-create-rates.js';
import { AddOutcome1796303000000 } from './1796303000000-add-outcome.js';

/** Every migration, oldest first. One that was released is never changed. */
export const MIGRATIONS = [
  CreateChecksAndObservations1767225600000,
  AddClientKey1795352896776,
  AddRelease1795353600000,
  AddQueries1795353900000,
  CreateProbes1795354200000,
  CreateOperatorMail1795354500000,
  AddUnfinishedAttempts1795954500000,
  AddSessionFacts1796000000000,
  CreateReleases1796000300000,
  CreateReportAttempts1796000600000,
  CountChecks1796000900000,
  CreateCheckReports1796100000000,
  AddProbeLease1796169600000,
  AddReportMatch1796300000000,
  IndexRefusals1796301000000,
  CreateRates1796302000000,
  AddOutcome1796303000000,
] as const;
