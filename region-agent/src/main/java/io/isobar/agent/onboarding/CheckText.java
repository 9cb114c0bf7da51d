package io.isobar.agent.onboarding;

import io.isobar.agent.driver.LinkCheck;
import java.util.List;

/** What was found at every link, a line each. */
public final class CheckText {
    private CheckText() {}

    public static String of(List<LinkCheck> checks) {
        TextTable table = new TextTable("", "LINK", "NAME", "STATE", "FINDING");
        for (LinkCheck check : checks) {
            table.row(
                    check.link(),
                    check.name(),
                    check.good() ? "good" : "BAD",
                    oneLine(check.finding()) + (check.good() ? "" : "; to do: " + check.remedy()));
        }
        StringBuilder text = new StringBuilder();
        table.to(text);
        return text.toString();
    }

    private static String oneLine(String finding) {
        return finding.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
