/// The rules, the SQL and the JSON of payments and orders.
package dev.peregrine.payments.internal;
