import { CreateStore1796083200000 } from './1796083200000-create-store.js';
import { CreateCheckReports1796100000000 } from './1796100000000-create-check-reports.js';
import { AddProbeLease1796169600000 } from './1796169600000-add-probe-lease.js';
import { AddReportMatch1796300000000 } from './1796300000000-add-report-match.js';
import { IndexRefusals1796301000000 } from './1796301000000-index-refusals.js';
import { CreateRates1796302000000 } from './1796302000000-create-rates.js';
import { AddOutcome1796303000000 } from './1796303000000-add-outcome.js';

/** In the order in which they are applied. */
export const MIGRATIONS = [
  CreateStore1796083200000,
  CreateCheckReports1796100000000,
  AddProbeLease1796169600000,
  AddReportMatch1796300000000,
  IndexRefusals1796301000000,
  CreateRates1796302000000,
  AddOutcome1796303000000,
] as const;
