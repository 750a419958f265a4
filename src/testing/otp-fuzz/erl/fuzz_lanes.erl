%% What happened in a supervision tree as the documented traces have it: one chain of cause and effect, and lanes
%% beside it for what goes on without the rest.
-module(fuzz_lanes).
-export([tell/2, is_simple/2]).

%% Notes of one step, in order; Known holds the processes of the tree by pid.
tell(Notes, Known) ->
    {Told, Next} = lists:foldl(fun note/2, {[], Known}, Notes),
    Events = lists:reverse(Told),
    Lanes = lists:usort([Lane || {Lane, _} <- Events, Lane =/= none]),
    Texts = [iolist_to_binary(otp_fuzz:json({array, [Event || {L, Event} <- Events, L =:= Lane]})) || Lane <- Lanes],
    {#{seq => {array, [Event || {none, Event} <- Events]}, par => {array, [{json, Text} || Text <- lists:sort(Texts)]}}, Next}.

is_simple(Pid, Known) -> maps:get(simple, maps:get(Pid, Known)).

note({init, Pid, Parent, Path, Nth, Kind}, {Told, Known}) ->
    Process = #{path => Path, parent => Parent, alive => true, terminating => false, started => false,
                worker => Kind =:= worker, simple => Kind =:= {supervisor, simple_one_for_one}},
    Next = Known#{Pid => Process},
    {[{lane(Pid, Next), #{ev => init, id => Path, nth => Nth}} | Told], Next};
note(Note, {Told, Known} = All) ->
    Pid = element(2, Note),
    case Known of
        #{Pid := Process} -> note(Note, Pid, Process, Told, Known);
        _ -> All
    end.

note({ok, _}, Pid, Process, Told, Known) -> {Told, Known#{Pid := Process#{started := true}}};
note({terminate, _, Reason}, Pid, Process, Told, Known) ->
    {[{lane(Pid, Known), event(terminate, Process, Reason)} | Told], Known#{Pid := Process#{terminating := true}}};
note({trapped, _, Reason}, Pid, Process, Told, Known) ->
    {[{lane(Pid, Known), event(trapped, Process, Reason)} | Told], Known};
note({exit, _, Reason}, Pid, #{started := Started} = Process, Told, Known) ->
    Event = [{lane(Pid, Known), event(exit, Process, Reason)} || Started],
    {Event ++ Told, Known#{Pid := Process#{alive := false}}};
note({report, _, Kind, Report}, Pid, #{path := Sup, simple := Simple}, Told, Known) ->
    Offender = proplists:get_value(offender, Report),
    Event = #{ev => report, sup => Sup, kind => Kind, reason => {term, proplists:get_value(reason, Report)}},
    Id = proplists:get_value(id, Offender),
    case {proplists:get_value(nb_children, Offender), proplists:get_value(pid, Offender)} of
        {undefined, {restarting, Child}} -> one(Event, Simple, Id, Child, Pid, Told, Known);
        {undefined, Child} -> one(Event, Simple, Id, Child, Pid, Told, Known);
        {Count, _} -> {[{make_ref(), Event#{child => Id, nb => Count}} | Told], Known}
    end.

one(Event, true, _, Child, Pid, Told, Known) when is_map_key(Child, Known) ->
    Name = lists:last(string:split(atom_to_list(maps:get(path, maps:get(Child, Known))), "/", all)),
    {[{lane(Pid, Known), Event#{child => list_to_atom(Name)}} | Told], Known};
one(Event, _, Id, _, Pid, Told, Known) -> {[{lane(Pid, Known), Event#{child => Id}} | Told], Known}.

event(What, #{path := Path}, Reason) -> #{ev => What, id => Path, reason => {term, Reason}}.

%% The nearest process upwards, itself included, whose parent is dead or is an ending simple_one_for_one supervisor.
lane(Pid, Known) when is_map_key(Pid, Known) ->
    #{parent := Above} = maps:get(Pid, Known),
    case Known of
        #{Above := #{alive := false}} -> Pid;
        #{Above := #{simple := true, terminating := true}} -> Pid;
        _ -> lane(Above, Known)
    end;
lane(_, _) -> none.
