/// How the mail lane is drained. From the lane inwards: [MailLane] claims and records, [Mailer]
/// sends one mail at a time, [Verdict] says how a sending ended.
package dev.peregrine.notifications.internal;
