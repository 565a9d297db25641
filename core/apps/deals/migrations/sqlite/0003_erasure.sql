-- When somebody is erased, their closed deals stay without their account:
-- platform and account become empty. Nothing else about a party may change, and
-- while a deal is open not even that.

DROP TRIGGER deals_parties_fixed;
CREATE TRIGGER deals_parties_fixed BEFORE UPDATE OF deal, side, platform, account, community, network ON deals_parties
WHEN NEW.deal <> OLD.deal OR NEW.side <> OLD.side OR NEW.community <> OLD.community OR NEW.network <> OLD.network
    OR NEW.platform <> '' OR NEW.account <> '' OR OLD.slot IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a party never becomes another account'); END;

-- A community's deals, newest first, for its export.
CREATE INDEX deals_deals_community ON deals_deals (community, id);
