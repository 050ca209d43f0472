import { MOST_IN_REPORT } from '../view/report-rows.ts';
import { createPageServices } from './page-services.ts';

/** What the report needs: as other pages, with every stored session. */
export const createReportServices = () => createPageServices({ tabId: null }, MOST_IN_REPORT);
