import { mount } from '../../components/mount.ts';
import { Report } from '../../components/report/Report.tsx';
import { hostTheme } from '../../lib/app/page-host.ts';
import { createReportServices } from '../../lib/app/report-services.ts';

mount(Report, createReportServices(), hostTheme);
