package exo.cli.proof;

import java.util.Set;
import java.util.TreeSet;
import org.json.JSONArray;
import org.json.JSONObject;

/** A page to read: lines, and tables of what the counters are of. */
final class ProofPage {
    private static final String STYLE = "body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:70em;padding:0 1em}"
            + "pre{font:14px/1.5 ui-monospace,monospace}table{border-collapse:collapse;margin:1em 0}"
            + "td,th{border-bottom:1px solid #ccc;padding:.25em .8em;text-align:left;vertical-align:top}";

    private final StringBuilder lines = new StringBuilder();
    private final StringBuilder tables = new StringBuilder();
    private final String title;

    ProofPage(String title) {
        this.title = title;
    }

    void line(String line) {
        lines.append(escaped(line)).append('\n');
    }

    /** @param rows  objects, whose keys are the columns; null: there is no table */
    void table(String heading, JSONArray rows) {
        if (rows == null) {
            return;
        }
        Set<String> columns = new TreeSet<>((a, b) -> a.equals(b) ? 0 : a.equals("name") ? -1 : b.equals("name") ? 1 : a.compareTo(b));
        for (int i = 0; i < rows.length(); i++) {
            columns.addAll(rows.getJSONObject(i).keySet());
        }
        tables.append("<h2>").append(escaped(heading)).append("</h2>\n<table>\n<tr>");
        columns.forEach(column -> tables.append("<th>").append(escaped(column.replace('_', ' '))).append("</th>"));
        tables.append("</tr>\n");
        for (int i = 0; i < rows.length(); i++) {
            row(columns, rows.getJSONObject(i));
        }
        tables.append("</table>\n");
    }

    private void row(Set<String> columns, JSONObject row) {
        tables.append("<tr>");
        columns.forEach(column -> tables.append("<td>").append(escaped(String.valueOf(row.opt(column)))).append("</td>"));
        tables.append("</tr>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    String html() {
        return "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>" + escaped(title) + "</title>\n<style>" + STYLE
                + "</style>\n<h1>" + escaped(title) + "</h1>\n<pre>\n" + lines + "</pre>\n" + tables + "</html>\n";
    }
}
