package dev.peregrine.customers.internal;

import dev.peregrine.customers.CustomerFilter;
import dev.peregrine.customers.CustomerSort;
import dev.peregrine.persistence.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The texts of all pages by number. Each answers the page and the total from one snapshot: one row
/// at least, whose id is null when the page is empty.
///
/// A page that is near the start is read from there; a far one from the mark before it, so that it
/// costs the same at any depth (decision 25). How many a search finds is counted.
///
/// Parameters come in this order, as far as a text has them: type, substring, limit, offset.
final class CustomerPageStatements {

  /// Rows before a page from which on a mark is looked for, which costs about as much as reading
  /// them.
  static final int FAR = 1_000;

  private final Map<ListShape, Statement> near = new HashMap<>();
  private final Map<ListShape, Statement> far = new HashMap<>();

  CustomerPageStatements() {
    for (var list : ListShape.all()) {
      near.put(list, near(list));
      if (!list.searched()) {
        far.put(list, far(list));
      }
    }
  }

  List<Statement> all() {
    var all = new ArrayList<>(near.values());
    all.addAll(far.values());
    return List.copyOf(all);
  }

  /// @param offset rows of the list before the page
  Statement of(CustomerFilter filter, CustomerSort sort, long offset) {
    var list = ListShape.of(filter, sort);
    var texts = list.searched() || offset < FAR ? near : far;
    var statement = texts.get(list);
    if (statement == null) {
      throw new IllegalStateException("no text for a page by " + sort);
    }
    return statement;
  }

  private static Statement near(ListShape list) {
    var parameters = new Parameters();
    var where = ListShape.where(list.conditions(parameters));
    var total = list.searched() ? "select count(*) as total from customers" + where : kept(list);
    var down = list.sort().down();
    return Statement.list(
        list.name("Page"),
        """
        select t.total, c.* from (%s) as t
        left join lateral (select %s from customers%s%s limit %s offset %s) as c on true%s
        """
            .formatted(
                total,
                ListShape.COLUMNS,
                where,
                ListShape.order("", list.column(), down),
                parameters.next("int"),
                parameters.next("bigint"),
                ListShape.order("c.", list.column(), down)));
  }

  private static String kept(ListShape list) {
    var ofType = list.typed() ? " where type = $1::text" : "";
    return "select ((select sum(total) from customer_totals"
        + ofType
        + ") + (select coalesce(sum(came), 0) from customer_moves"
        + ofType
        + "))::bigint as total";
  }

  /// Marks and moves in the order of the list tell how many rows are before each mark. Ids come
  /// from the index alone, rows only for the ids of the page; its `offset 0` keeps the planner,
  /// which cannot know how few they are, from reading the table instead.
  private static Statement far(ListShape list) {
    var parameters = new Parameters();
    var type = list.typed() ? parameters.next("text") : "";
    var size = parameters.next("int");
    var offset = parameters.next("bigint");
    var down = list.sort().down();
    return Statement.list(
        list.name("Far"),
        """
        with places as (%3$s), page as (
          select total, %4$s as first, greatest(least(%5$s, total - %6$s), 0) as held from (%7$s offset 0) as t
        ), start as (
          select place, id, before from places, page where mark and before <= first
          order by place desc, id desc limit 1
        )
        select p.total, c.* from page p left join lateral (
          select r.* from start s
          cross join lateral (
            select id from customers where %8$s(%1$s, id) >= (s.place, s.id) order by %1$s, id
            limit p.held offset p.first - s.before) as k
          cross join lateral (select %2$s from customers where id = k.id offset 0) as r) as c on true%9$s
        """
            .formatted(
                list.column(),
                ListShape.COLUMNS,
                places(list, type),
                down ? "greatest(total - " + offset + " - " + size + ", 0)" : offset,
                size,
                offset,
                kept(list),
                list.typed() ? "type = " + type + " and " : "",
                ListShape.order("c.", list.column(), down)));
  }

  /// How many rows are before each mark: what marks before it hold, and who came or left before it.
  private static String places(ListShape list, String type) {
    var held =
        list.typed()
            ? "case "
                + type
                + " when 'individual' then individuals when 'business' then businesses else"
                + " partners end"
            : "individuals + businesses + partners";
    return """
    select place, id, mark, coalesce(sum(held) over (
      order by place, id, mark desc rows between unbounded preceding and 1 preceding), 0)::bigint as before
    from (
      select %1$s as place, id, %2$s as held, true as mark from %3$s
      union all
      select %1$s, id, came, false from customer_moves%4$s) as items\
    """
        .formatted(
            list.column(),
            held,
            list.sort().byName() ? "customer_name_marks" : "customer_age_marks",
            list.typed() ? " where type = " + type : "");
  }
}
