// The card as a tab of a contact: everything.
import { hubspot } from '@hubspot/ui-extensions';
import { LeadCard } from './lead-card.tsx';

hubspot.extend<'crm.record.tab'>(() => <LeadCard size="full" />);
