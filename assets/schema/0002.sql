-- Version 2: a line remembers under whom it came in, so that peers who were joined can be taken apart exactly; and no write
-- is made twice.

ALTER TABLE line ADD COLUMN under INTEGER;  -- peer.id, where that is not line.chat
ALTER TABLE peer ADD COLUMN joined INTEGER NOT NULL DEFAULT 0;  -- numbers the joins that can be taken apart, upwards

ALTER TABLE account ADD COLUMN writes INTEGER NOT NULL DEFAULT 0;  -- so many transactions have told what to keep

-- Until now a join wrote another peer over the twin's, and what came after the twin was first met counted as its own. That
-- rule has the last word on what was joined so far; peers were numbered in the order in which they were met.
UPDATE peer SET joined = id + 1 WHERE same_as IS NOT NULL AND (nick_name <> '' OR remark_name <> '');

CREATE TEMP TABLE twin AS
    WITH RECURSIVE named (root, id, since) AS (
        SELECT same_as, id, since FROM peer WHERE joined > 0
        UNION SELECT peer.same_as, named.id, named.since
            FROM named JOIN peer ON peer.id = named.root WHERE peer.same_as IS NOT NULL
    )
    SELECT root, id, since FROM named;
UPDATE line SET under = (
    SELECT id FROM twin WHERE root = chat AND since < seq ORDER BY since DESC, id DESC LIMIT 1
) WHERE chat IN (SELECT root FROM twin);
UPDATE line SET speaker = coalesce((
    SELECT id FROM twin WHERE root = speaker AND since < seq ORDER BY since DESC, id DESC LIMIT 1
), speaker) WHERE speaker >= 0 AND speaker IN (SELECT root FROM twin);
DROP TABLE twin;

ALTER TABLE peer DROP COLUMN since;
