package io.feedloom.store.feeds;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan that turns the groups in the database into the wanted ones and moves as few entries as
 * possible. If all feeds of a group go to a combination that no group has, only the group is
 * renamed.
 *
 * @param renamed groups with their new combination
 * @param created combinations that need a new group
 * @param kept all other groups, by combination
 */
record Regrouping(Map<Integer, String> renamed, Set<String> created, Map<String, Integer> kept) {

  /**
   * A feed that is in a group and stays subscribed.
   *
   * @param wanted its new combination
   */
  record Member(int group, String wanted, long entries) {}

  /**
   * Returns the plan.
   *
   * @param groups the combination of each existing group
   * @param members the feeds that are in a group
   * @param wanted all wanted combinations, those of new feeds included
   */
  static Regrouping plan(Map<Integer, String> groups, List<Member> members, Set<String> wanted) {
    var leaving = leaving(groups, members);
    var kept = new HashMap<String, Integer>();
    groups.forEach(
        (group, combination) -> {
          if (!leaving.containsKey(group)) {
            kept.putIfAbsent(combination, group);
          }
        });
    var renamed = new LinkedHashMap<Integer, String>();
    leaving.forEach(
        (group, combination) -> {
          if (kept.putIfAbsent(combination, group) == null) {
            renamed.put(group, combination);
          }
        });
    leaving.keySet().stream()
        .filter(group -> !renamed.containsKey(group))
        .forEach(group -> kept.putIfAbsent(combination(groups, group), group));
    var created = new LinkedHashSet<>(wanted);
    created.removeAll(kept.keySet());
    return new Regrouping(renamed, created, kept);
  }

  /** Returns the groups whose feeds all go to one other combination, the largest first. */
  private static Map<Integer, String> leaving(Map<Integer, String> groups, List<Member> members) {
    var goals = new HashMap<Integer, Set<String>>();
    var entries = new HashMap<Integer, Long>();
    for (var member : members) {
      goals.computeIfAbsent(member.group(), _ -> new HashSet<>()).add(member.wanted());
      entries.merge(member.group(), member.entries(), Long::sum);
    }
    var order = new ArrayList<>(goals.keySet());
    order.sort(
        Comparator.comparingLong((Integer group) -> -entries.getOrDefault(group, 0L))
            .thenComparing(Comparator.naturalOrder()));
    var leaving = new LinkedHashMap<Integer, String>();
    for (int group : order) {
      var goal = goals.getOrDefault(group, Set.of());
      if (goal.size() == 1 && !goal.contains(combination(groups, group))) {
        leaving.put(group, goal.iterator().next());
      }
    }
    return leaving;
  }

  private static String combination(Map<Integer, String> groups, int group) {
    @Nullable String combination = groups.get(group);
    return combination == null ? "" : combination;
  }
}
