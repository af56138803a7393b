// The card in the sidebar of a contact: at a glance.
import { hubspot } from '@hubspot/ui-extensions';
import { LeadCard } from './lead-card.tsx';

hubspot.extend<'crm.record.sidebar'>(() => <LeadCard size="small" />);
