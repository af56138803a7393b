// Which drawing a component has.
import type { COMPONENTS } from './components.ts';
import type { Draw, Drawn } from './drawn.ts';
import { drawButton, drawInput, drawNumberInput, drawSelect, drawTextArea, drawToggle } from './fields.ts';
import {
  drawButtonRow,
  drawDescriptionList,
  drawDescriptionListItem,
  drawDivider,
  drawFlex,
  drawStatistics,
  drawStatisticsItem,
  drawTab,
  drawTable,
  drawTableBody,
  drawTableCell,
  drawTableHead,
  drawTableHeader,
  drawTableRow,
  drawTabs,
} from './layout.ts';
import {
  drawAlert,
  drawEmptyState,
  drawErrorState,
  drawHeading,
  drawLink,
  drawList,
  drawLoadingSpinner,
  drawStatusTag,
  drawText,
} from './words.ts';

const DRAWINGS: Readonly<Record<(typeof COMPONENTS)[number], Draw>> = {
  Alert: drawAlert,
  Button: drawButton,
  ButtonRow: drawButtonRow,
  DescriptionList: drawDescriptionList,
  DescriptionListItem: drawDescriptionListItem,
  Divider: drawDivider,
  EmptyState: drawEmptyState,
  ErrorState: drawErrorState,
  Flex: drawFlex,
  Heading: drawHeading,
  Input: drawInput,
  Link: drawLink,
  List: drawList,
  LoadingSpinner: drawLoadingSpinner,
  NumberInput: drawNumberInput,
  Select: drawSelect,
  Statistics: drawStatistics,
  StatisticsItem: drawStatisticsItem,
  StatusTag: drawStatusTag,
  Tab: drawTab,
  Table: drawTable,
  TableBody: drawTableBody,
  TableCell: drawTableCell,
  TableHead: drawTableHead,
  TableHeader: drawTableHeader,
  TableRow: drawTableRow,
  Tabs: drawTabs,
  Text: drawText,
  TextArea: drawTextArea,
  Toggle: drawToggle,
};

/** Throws for a component that has no drawing. */
export function drawComponent(type: string): Drawn {
  const draw = new Map<string, Draw>(Object.entries(DRAWINGS)).get(type);
  if (draw === undefined) throw new Error(`This sandbox does not draw HubSpot’s component ${type}.`);
  return draw();
}
