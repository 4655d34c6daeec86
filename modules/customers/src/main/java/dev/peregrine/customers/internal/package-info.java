/// The rules, the SQL and the JSON of customers and orders.
package dev.peregrine.customers.internal;
