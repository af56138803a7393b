import { compareBusinessTime } from '#test/support/business-cases.ts';
const t=performance.now(); console.log(compareBusinessTime('bench', { calendars: 200, each: 5_000 }), (performance.now()-t)/1000, process.cpuUsage());
