-- This release has properties of its own that releases before did not know (accord_reject_note). Where no version in force changes
-- nobody would make them: as if HubSpot had been told of no version yet, the next turn makes what is missing and offers the reasons anew.
update portal set reasons_of = '' where reasons_of <> '';
